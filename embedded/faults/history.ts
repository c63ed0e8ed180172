/** What one run of the ledger saw from outside, in the order in which it happened. */

export interface Operation {
  readonly op: string;
  readonly parts: number;
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  /** The function throws after its writes. */
  readonly refused: boolean;
}

export type HistoryEvent =
  /** Handed to the network for the first time. What is sent again is the same operation. */
  | { readonly type: "sent"; readonly operation: Operation }
  /** `ts` is the commit's, null where the protocol does not tell. */
  | { readonly type: "acknowledged"; readonly op: string; readonly seq: number; readonly ts: bigint | null }
  | { readonly type: "refused"; readonly op: string }
  | { readonly type: "killed"; readonly when: string };

/** What the database holds; arrays in no particular order. */
export interface LedgerState {
  readonly entries: readonly {
    readonly op: string;
    readonly seq: number;
    readonly part: number;
    readonly _creationTime: number;
  }[];
  readonly slots: readonly { readonly slot: number; readonly seq: number }[];
  readonly balances: ReadonlyMap<string, number>;
  /** "operations", "settled" */
  readonly totals: ReadonlyMap<string, number>;
  readonly effects: readonly { readonly op: string; readonly kind: string }[];
  readonly jobs: readonly { readonly op: string; readonly name: string; readonly state: string }[];
}
