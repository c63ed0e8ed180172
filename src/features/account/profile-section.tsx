import { useMutation } from "convex/react";
import { type FormEvent, useState } from "react";
import { api } from "../../../convex/_generated/api";
import { Button } from "../../components/button";
import { useSignInDialog } from "../../hooks/sign-in-state";
import type { Me } from "../../hooks/use-me";
import { toastDone } from "../../lib/toast";
import { FormFoot } from "./form-foot";
import { focusProblem } from "./focus-problem";
import { fieldProblem } from "./problem";
import { Section } from "./section";
import { TextField } from "./text-field";
import { useAttempt } from "./use-attempt";

const MAX_NAME = 40;

export function ProfileSection({ me }: { me: Me }) {
  return (
    <Section
      id="profile"
      title="Profile"
      text={
        me.isAnonymous
          ? "You are a guest: this account is kept in this browser only."
          : "Your name is what others read. Your email is for you alone."
      }
    >
      <div className="flex flex-col gap-5">
        {me.isAnonymous ? <Upgrade /> : <Email email={me.email} />}
        <NameForm key={me.name ?? ""} me={me} />
      </div>
    </Section>
  );
}

function Upgrade() {
  const openSignIn = useSignInDialog();
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Button look="gold" onClick={() => openSignIn({ tab: "signUp" })}>
        Create an account
      </Button>
      <p className="text-[0.9375rem] text-ink-soft">Your rooms, personas and votes stay yours.</p>
    </div>
  );
}

function Email({ email }: { email: string | null }) {
  return (
    <dl>
      <dt className="text-[0.9375rem] font-semibold">Email</dt>
      <dd className="wrap-anywhere text-ink-soft">
        <bdi>{email ?? "None"}</bdi>
      </dd>
    </dl>
  );
}

function NameForm({ me }: { me: Me }) {
  const rename = useMutation(api.accounts.rename);
  const attempt = useAttempt();
  const [name, setName] = useState(me.name ?? "");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const length = name.trim().length;
    const check = () =>
      length < 1 || length > MAX_NAME
        ? fieldProblem("name", `A name has 1 to ${MAX_NAME} characters; this has ${length}.`)
        : null;
    if (await attempt.run(check, () => rename({ name }))) void toastDone("Your name is saved.");
    else focusProblem(form);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-2">
      <TextField
        id="display-name"
        name="nickname"
        label="Name"
        hint={me.name === null ? `Others read ${me.displayName} until you choose one.` : undefined}
        field="name"
        autoComplete="nickname"
        value={name}
        problem={attempt.problem}
        onChange={setName}
      />
      <FormFoot attempt={attempt} submit="Save name" submitting="Saving" />
    </form>
  );
}
