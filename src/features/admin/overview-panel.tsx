import { useMutation, useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import type { Overview } from "../../../convex/model/adminValidators";
import { Button } from "../../components/button";
import { useNow } from "../../hooks/use-now";
import { plural } from "../../lib/format";
import { KillSwitch } from "./kill-switch";
import { Moment } from "./moment";
import { atLeast, callsToday, pausedWords, spentToday, sum } from "./overview-words";
import { Panel, Skeletons } from "./panel";
import { StatusCard } from "./status-card";
import { useAct } from "./use-act";

export function OverviewPanel() {
  const overview = useQuery(api.administration.overview);
  return (
    <Panel title="Overview" busy={overview === undefined}>
      {overview ? (
        <>
          <KillSwitch halted={overview.halted} battles={overview.battles} />
          <Cards overview={overview} />
        </>
      ) : (
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          <Skeletons count={7} className="h-32 rounded-xl! first-of-type:col-span-full" />
        </div>
      )}
    </Panel>
  );
}

function Cards({ overview }: { overview: Overview }) {
  const { battles, turns, openReports, effective } = overview;
  const spent = spentToday(overview.lastDay, useNow(60_000));
  return (
    <ul className="mt-4 grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      <StatusCard
        title="Live battles"
        figure={atLeast({ count: battles.running, more: battles.more })}
        detail={`${pausedWords(battles)}.`}
        section="battles"
      />
      <StatusCard
        title="Turns"
        figure={`${turns.running} of ${effective.maxLiveTurns}`}
        detail={turns.queued === 0 ? "Speaking now; none is queued." : `Speaking now; ${turns.queued} in the queue.`}
        section="limits"
      />
      <StatusCard
        title="Open reports"
        figure={atLeast(openReports)}
        detail={openReports.count === 0 ? "Nothing waits for a decision." : "What viewers found wrong."}
        section="reports"
      />
      <StatusCard
        title="Real money today"
        figure={sum(spent.real)}
        detail={`${callsToday(spent.calls)}.`}
        section="usage"
      />
      <StatusCard
        title="Simulated money today"
        figure={sum(spent.simulated)}
        detail="What scripted partners would cost. Nobody pays it."
        section="usage"
      />
      <ModelsCard models={overview.models} real={overview.realModels} />
    </ul>
  );
}

function ModelsCard({ models, real }: { models: Overview["models"]; real: boolean }) {
  const resync = useMutation(api.administration.resyncModels);
  const sync = useAct(async () => {
    await resync({});
    return { text: "The models are being synced." };
  });
  const act = (
    <Button pending={sync.pending} onClick={() => void sync.run()}>
      Sync now
    </Button>
  );
  if (!real) {
    return <StatusCard title="Models" figure="Scripted only" detail="No key for real models is set." />;
  }
  if (models === null)
    return <StatusCard title="Models" figure="Not synced" detail="The first sync is due." act={act} />;
  return (
    <StatusCard
      title="Models"
      act={act}
      figure={models.error === null ? plural(models.count, "model") : "Sync failed"}
      detail={
        <>
          {models.error === null ? "Synced " : `${models.error}; last tried `}
          <Moment at={models.triedAt} />
          {models.error !== null && models.succeededAt !== null && `, ${plural(models.count, "model")} kept`}.
        </>
      }
    />
  );
}
