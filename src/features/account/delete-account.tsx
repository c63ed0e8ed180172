import { useAuthActions } from "@convex-dev/auth/react";
import { useNavigate } from "@tanstack/react-router";
import { useMutation } from "convex/react";
import Trash2 from "lucide-react/icons/trash-2";
import { type FormEvent, useState } from "react";
import { api } from "../../../convex/_generated/api";
import { Button } from "../../components/button";
import { ChoiceCards } from "../../components/choice-cards";
import { Dialog } from "../../components/dialog";
import type { Me } from "../../hooks/use-me";
import { toastDone } from "../../lib/toast";
import { focusProblem } from "./focus-problem";
import { FormFoot } from "./form-foot";
import { fieldProblem } from "./problem";
import { TextField } from "./text-field";
import { useAttempt } from "./use-attempt";

const CHOICES = [
  { value: "leave", label: "Leave them", note: "They stay as they are, hosted by “Deleted user”." },
  {
    value: "delete",
    label: "Delete them",
    note: "Battles under way are cancelled. Everything said in them is gone for everybody.",
  },
] as const;

export function DeleteAccount({ me }: { me: Me }) {
  return (
    <Dialog
      trigger={
        <Button look="danger" icon={<Trash2 aria-hidden size={18} />}>
          Delete my account
        </Button>
      }
      title="Delete this account?"
      text="Your name, email, password and sessions go at once. Your votes stay, without you. This cannot be undone."
    >
      <DeleteForm me={me} />
    </Dialog>
  );
}

function DeleteForm({ me }: { me: Me }) {
  const remove = useMutation(api.accounts.remove);
  const { signOut } = useAuthActions();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [rooms, setRooms] = useState<"leave" | "delete">("leave");
  const [typed, setTyped] = useState("");
  const word = me.email ?? "delete";
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const confirm = typed.trim().toLowerCase();
    const done = await attempt.run(
      () => (confirm === word ? null : fieldProblem("name", `Type ${word} to confirm.`)),
      () => remove({ confirm, rooms: rooms === "delete" }),
    );
    if (!done) return focusProblem(form);
    await navigate({ to: "/" });
    await signOut();
    await toastDone("Your account is deleted.");
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <ChoiceCards
        name="rooms"
        legend="Your rooms and their battles"
        options={CHOICES}
        value={rooms}
        onChange={setRooms}
      />
      <TextField
        id="delete-confirm"
        label={
          <>
            Type <bdi className="wrap-anywhere text-gold">{word}</bdi> to confirm
          </>
        }
        field="name"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        problem={attempt.problem}
        onChange={setTyped}
      />
      <FormFoot attempt={attempt} submit="Delete my account" submitting="Deleting" look="danger" />
    </form>
  );
}
