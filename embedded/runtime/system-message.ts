/** What the host says among the console lines of user code: not quoted, and never omitted. */
export class SystemMessage {
  constructor(readonly text: string) {}
}
