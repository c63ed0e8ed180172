import { Suspense } from "react";
import type { FinishedTurn } from "../../../convex/model/validators";
import { lazyPart } from "../../lib/load-part";

const TurnMenu = lazyPart(() => import("./turn-menu"));

interface TurnOptionsProps {
  turn: FinishedTurn;
  /** Whose words they are, as the menu's name. */
  of: string;
}

/** The menu of what was said; its place is kept while it loads. */
export function TurnOptions(props: TurnOptionsProps) {
  return (
    <Suspense fallback={<span className="-my-2.5 -mr-3 size-11 shrink-0" />}>
      <TurnMenu {...props} />
    </Suspense>
  );
}
