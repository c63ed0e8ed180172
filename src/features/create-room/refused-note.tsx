import { useNow } from "../../hooks/use-now";
import { waitTime } from "../../lib/format";

export interface Refused {
  text: string;
  /** When it may be tried again, for what came too often. */
  retryAt: number | null;
}

/** Why the server made no room, said of the whole form. */
export function RefusedNote({ refused }: { refused: Refused | null }) {
  return (
    <p role="alert" className="text-danger empty:hidden">
      {refused && (refused.retryAt === null ? refused.text : <Countdown retryAt={refused.retryAt} />)}
    </p>
  );
}

/** Counts down without being read out each second. */
function Countdown({ retryAt }: { retryAt: number }) {
  const left = Math.ceil((retryAt - useNow(500)) / 1000);
  if (left <= 0) return "You can create again.";
  return (
    <>
      Too often in a short time.{" "}
      <span aria-hidden="true" className="tabular">
        Try again in {waitTime(left)}.
      </span>
      <span className="sr-only">Try again in a moment.</span>
    </>
  );
}
