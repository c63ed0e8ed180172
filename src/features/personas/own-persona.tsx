import ChevronRight from "lucide-react/icons/chevron-right";
import PencilLine from "lucide-react/icons/pencil-line";
import Trash from "lucide-react/icons/trash-2";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { PersonaCard } from "./persona-card";

interface OwnPersonaProps {
  persona: PersonaChoice;
  deleting: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

export function OwnPersona({ persona, deleting, onEdit, onDelete }: OwnPersonaProps) {
  const { name, prompt } = persona;
  const trash = (
    <Button pending={deleting} icon={<Trash aria-hidden size={16} />} aria-label={`Delete ${name}`}>
      Delete
    </Button>
  );
  return (
    <li>
      <PersonaCard face={persona}>
        <details className="group text-[0.9375rem]">
          <summary className="inline-flex min-h-11 cursor-pointer items-center gap-1 font-semibold text-ink-soft hover:text-ink">
            <ChevronRight aria-hidden size={16} className="transition-transform duration-100 group-open:rotate-90" />
            Instructions
          </summary>
          <p className="whitespace-pre-wrap wrap-anywhere text-ink-soft">
            <bdi>{prompt}</bdi>
          </p>
        </details>
        <div className="mt-auto flex flex-wrap gap-4 pt-1">
          <Button icon={<PencilLine aria-hidden size={16} />} onClick={onEdit} aria-label={`Edit ${name}`}>
            Edit
          </Button>
          <ConfirmDialog
            trigger={trash}
            title="Delete this persona?"
            text={`“${name}” goes from your list. Rooms and battles that have it keep it.`}
            confirm="Delete"
            onConfirm={onDelete}
          />
        </div>
      </PersonaCard>
    </li>
  );
}
