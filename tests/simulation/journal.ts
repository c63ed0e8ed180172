/** Something happened that never may. `rule` names the invariant. */
export class Violation extends Error {
  readonly rule: string;

  constructor(rule: string, details: string) {
    super(details === "" ? rule : `${rule}: ${details}`);
    this.rule = rule;
  }
}

/** What happened in a run: its event log, what it has seen, and the first invariant that broke. */
export class Journal {
  readonly log: string[] = [];
  /** Faults, acts and outcomes by name. */
  readonly seen = new Set<string>();
  violation: Violation | null = null;
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  note(line: string): void {
    this.log.push(`${(this.#now() / 1_000).toFixed(3)} ${line}`);
  }

  saw(kind: string): void {
    this.seen.add(kind);
  }

  /** Ids differ from run to run; names are given in the order of their first use, so logs of one seed are equal. */
  name(id: string, kind: string): string {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    this.#names.set(id, `${kind}${count}`);
    return `${kind}${count}`;
  }

  /** Never throws, because code under test may stand between here and the run: the run ends after this event. */
  require(holds: boolean, rule: string, details: string | (() => string) = ""): void {
    if (holds || this.violation) return;
    this.violation = new Violation(rule, typeof details === "string" ? details : details());
    this.note(`BROKEN ${this.violation.message}`);
  }
}
