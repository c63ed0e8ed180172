/** What the watchdog's thread sees (stall-watchdog.ts): a heartbeat, and which function runs. */
export const enum Cell {
  beat,
  running,
  /** 1 while a debugger is attached, which stops functions at will. */
  debugged,
  /** Never written: the thread sleeps on it. */
  sleep,
}

export const CELLS = 4;
const NOTHING = 0;

let cells = new Int32Array(CELLS);
let onName: ((id: number, name: string) => void) | null = null;
const ids = new Map<string, number>();

/** Shares the cells with a thread, which learns every name before its function runs. Ends with the returned function. */
export function shareRunning(
  shared: Int32Array<SharedArrayBuffer>,
  tell: (id: number, name: string) => void,
): () => void {
  cells = shared as unknown as Int32Array<ArrayBuffer>;
  onName = tell;
  for (const [name, id] of ids) tell(id, name);
  return () => {
    cells = new Int32Array(CELLS);
    onName = null;
  };
}

/** A number for a function's name. */
export function functionId(name: string): number {
  const known = ids.get(name);
  if (known !== undefined) return known;
  const id = ids.size + 1;
  ids.set(name, id);
  onName?.(id, name);
  return id;
}

/** Also a heartbeat: where this is called, the function can be interrupted. */
export function setRunning(id: number): void {
  cells[Cell.running] = id;
  cells[Cell.beat]! += 1;
}

export function setNothingRunning(): void {
  cells[Cell.running] = NOTHING;
}
