import { useAuthActions } from "@convex-dev/auth/react";
import { type FormEvent, type RefObject, useState } from "react";
import { TextButton } from "../../components/text-button";
import { FormFoot } from "./form-foot";
import { emailProblem, fieldProblem, passwordProblem } from "./problem";
import { PasswordField, TextField } from "./text-field";
import { type Attempt, useAttempt } from "./use-attempt";
import { focusProblem } from "./focus-problem";

interface CredentialsFormProps {
  flow: "signIn" | "signUp";
  email: string;
  onEmail: (email: string) => void;
  first: RefObject<HTMLInputElement | null>;
  /** Left out where no code can be sent. */
  onForgot?: (() => void) | undefined;
  /** There is an account with that email. */
  onTaken: () => void;
  onDone: () => void;
}

const WORDS = {
  signIn: { submit: "Sign in", submitting: "Signing in" },
  signUp: { submit: "Create account", submitting: "Creating the account" },
};

export function CredentialsForm({ flow, email, onEmail, first, onForgot, onTaken, onDone }: CredentialsFormProps) {
  const { signIn } = useAuthActions();
  const attempt = useAttempt();
  const [password, setPassword] = useState("");
  const creating = flow === "signUp";

  const check = () => emailProblem(email) ?? (creating ? passwordProblem(password) : typed(password));

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const done = await attempt.run(check, () => signIn("password", { flow, email, password }));
    if (done) onDone();
    else focusProblem(form);
  };

  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        ref={first}
        id={`${flow}-email`}
        name="email"
        label="Email"
        field="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        problem={attempt.problem}
        onChange={onEmail}
      />
      {creating && attempt.problem?.taken && <TakenOffer onTaken={onTaken} />}
      <PasswordField
        id={`${flow}-password`}
        name="password"
        label="Password"
        hint={creating ? "At least 10 characters. A password manager can make one up." : undefined}
        autoComplete={creating ? "new-password" : "current-password"}
        value={password}
        problem={attempt.problem}
        onChange={setPassword}
      />
      <Foot attempt={attempt} flow={flow} onForgot={onForgot} />
    </form>
  );
}

function Foot({ attempt, flow, onForgot }: { attempt: Attempt } & Pick<CredentialsFormProps, "flow" | "onForgot">) {
  return (
    <FormFoot attempt={attempt} {...WORDS[flow]}>
      {flow === "signIn" && onForgot && (
        <TextButton onClick={onForgot} className="-ml-2 px-2">
          Forgot your password?
        </TextButton>
      )}
    </FormFoot>
  );
}

function TakenOffer({ onTaken }: { onTaken: () => void }) {
  return (
    <TextButton onClick={onTaken} className="-mt-3 self-start">
      Sign in with this email
    </TextButton>
  );
}

function typed(password: string) {
  return password === "" ? fieldProblem("password", "Type your password.") : null;
}
