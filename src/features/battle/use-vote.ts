import type { OptimisticLocalStore } from "convex/browser";
import { useMutation, useQuery } from "convex/react";
import type { FunctionArgs } from "convex/server";
import { useCallback, useMemo, useRef, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Ballot, Battle, VoteChoice } from "../../../convex/model/battleValidators";
import { useEnsureSignedIn } from "../../hooks/use-ensure-signed-in";
import { errorText } from "../../lib/errors";

export interface Vote {
  /** Undefined while it loads, null before the server has opened it. */
  ballot: Ballot | null | undefined;
  /** The viewer's own choice, from the moment of the click. */
  mine: VoteChoice | null;
  pending: boolean;
  /** Why the last click did not count. */
  problem: string | null;
  choose: (choice: VoteChoice) => void;
}

/** One viewer's vote on one ballot. Whoever has no identity yet gets one with the first click; the last click counts. */
export function useVote(battleId: Battle["_id"], number: number): Vote {
  const ballot = useQuery(api.votes.get, { battleId, ballot: number });
  const cast = useCast();
  const [chosen, setChosen] = useState<VoteChoice | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = useRef<VoteChoice | null>(null);

  const choose = useCallback(
    (choice: VoteChoice) => {
      setProblem(null);
      setChosen(choice);
      const underWay = wanted.current !== null;
      wanted.current = choice;
      if (underWay) return;
      void castNewest(wanted, (newest) => cast({ battleId, ballot: number, choice: newest }))
        .catch((error: unknown) => setProblem(errorText(error)))
        .finally(() => setChosen(null));
    },
    [cast, battleId, number],
  );
  return { ballot, mine: chosen ?? ballot?.mine ?? null, pending: chosen !== null, problem, choose };
}

/** One call at a time: a click during a call is sent after it, and clicks in between are not sent at all. */
async function castNewest(
  wanted: { current: VoteChoice | null },
  cast: (choice: VoteChoice) => Promise<unknown>,
): Promise<void> {
  try {
    for (let sent: VoteChoice | null = null; wanted.current !== null && wanted.current !== sent;) {
      sent = wanted.current;
      await cast(sent);
    }
  } finally {
    wanted.current = null;
  }
}

function useCast() {
  const ensureSignedIn = useEnsureSignedIn();
  const mutation = useMutation(api.votes.cast);
  const cast = useMemo(() => mutation.withOptimisticUpdate(markMine), [mutation]);
  return useCallback(
    async (vote: FunctionArgs<typeof api.votes.cast>) => {
      await ensureSignedIn();
      await cast(vote);
    },
    [ensureSignedIn, cast],
  );
}

/** The counts stay as they are: only the server knows them. */
function markMine(store: OptimisticLocalStore, { battleId, ballot, choice }: FunctionArgs<typeof api.votes.cast>) {
  const held = store.getQuery(api.votes.get, { battleId, ballot });
  if (held) store.setQuery(api.votes.get, { battleId, ballot }, { ...held, mine: choice });
}
