import { useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { BlockedWordsForm } from "./blocked-words-form";
import { LimitsForm } from "./limits-form";
import { Panel, Skeletons } from "./panel";

export function LimitsPanel() {
  const overview = useQuery(api.administration.overview);
  return (
    <Panel
      title="Limits"
      note="They hold for the whole deployment. What is left empty is as its environment says."
      busy={overview === undefined}
    >
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {overview ? (
          <>
            <LimitsForm limits={overview.limits} effective={overview.effective} />
            <BlockedWordsForm words={overview.blockedWords} />
          </>
        ) : (
          <Skeletons count={2} className="h-96 rounded-xl!" />
        )}
      </div>
    </Panel>
  );
}
