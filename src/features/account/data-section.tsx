import { useAction } from "convex/react";
import Download from "lucide-react/icons/download";
import { api } from "../../../convex/_generated/api";
import { Button } from "../../components/button";
import { useServerAction } from "../../hooks/use-server-action";
import { DeleteAccount } from "./delete-account";
import { Section } from "./section";
import type { Me } from "../../hooks/use-me";

export function DataSection({ me }: { me: Me }) {
  const exportData = useAction(api.accounts.exportData);
  const { run, pending } = useServerAction(async () => saveFile(await exportData({})));
  return (
    <Section
      id="data"
      title="Your data"
      text="Everything that is stored about you, as one JSON file. It holds no password and no key."
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Button pending={pending} icon={<Download aria-hidden size={18} />} onClick={() => void run()}>
          {pending ? "Collecting your data" : "Export my data"}
        </Button>
        <DeleteAccount me={me} />
      </div>
      <output className="sr-only">{pending ? "Collecting your data" : ""}</output>
    </Section>
  );
}

function saveFile(json: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `arena-data-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
