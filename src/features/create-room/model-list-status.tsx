import { useMutation, useQuery } from "convex/react";
import RefreshCw from "lucide-react/icons/refresh-cw";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useCallback } from "react";
import { api } from "../../../convex/_generated/api";
import { Button } from "../../components/button";
import { useEnsureSignedIn } from "../../hooks/use-ensure-signed-in";
import { useServerAction } from "../../hooks/use-server-action";
import { syncWords } from "./model-words";

/** How many models there are, how old their prices are, and a way to have new ones. */
export function ModelListStatus({ left, all }: { left: number; all: number }) {
  const status = useQuery(api.models.status);
  const ensureSignedIn = useEnsureSignedIn();
  const refresh = useMutation(api.models.refresh);
  const { run, pending } = useServerAction(
    useCallback(async () => {
      await ensureSignedIn();
      await refresh();
    }, [ensureSignedIn, refresh]),
  );
  const { failed, text } = status ? syncWords(status) : { failed: false, text: "" };
  return (
    <>
      <Button pending={pending} icon={<RefreshCw aria-hidden size={16} />} onClick={() => void run()}>
        Refresh list
      </Button>
      <p className="tabular text-sm text-pretty text-ink-faint md:col-span-2">
        <output>{`${left} of ${all} real models.`}</output>{" "}
        {failed ? (
          <span className="text-ink-soft">
            <TriangleAlert aria-hidden size={15} className="mr-1 inline-block align-[-2px] text-gold" />
            {text}
          </span>
        ) : (
          text
        )}
      </p>
    </>
  );
}
