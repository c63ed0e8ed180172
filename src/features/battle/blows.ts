import type { Hit } from "../../../convex/model/battleValidators";
import type { Side } from "../../../convex/model/validators";
import { HIT_NAMES } from "./turn-words";

/** Damage that has just been done, while it is shown at the bar of whoever took it. */
export interface Blow {
  key: string;
  struck: Side;
  name: string;
  damage: number;
}

/** What `now` has that `before` had not: hits that landed, and what the crowd has added to one. */
export function newBlows(before: readonly Hit[], now: readonly Hit[]): Blow[] {
  return now.flatMap((hit) => {
    const { judgement, turnId } = hit;
    if (judgement.kind !== "hit") return [];
    const struck = hit.side === "A" ? "B" : "A";
    const old = before.find((row) => row.turnId === turnId)?.judgement;
    if (old?.kind !== "hit") {
      return [{ key: turnId, struck, name: HIT_NAMES[judgement.type], damage: judgement.damage }];
    }
    const more = judgement.bonus - old.bonus;
    return more > 0 ? [{ key: `${turnId} ${judgement.bonus}`, struck, name: "Crowd bonus", damage: more }] : [];
  });
}
