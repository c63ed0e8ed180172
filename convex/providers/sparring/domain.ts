/** What a field of life brings to an argument. Each list has four phrases; `who` is always plural. */
export interface Domain {
  match: RegExp;
  /** People who live with the outcome. */
  who: readonly string[];
  /** What one could look at to know. */
  what: readonly string[];
  /** What may go wrong. */
  risk: readonly string[];
  /** What may go right. */
  gain: readonly string[];
  /** Where it is felt. */
  scene: readonly string[];
}
