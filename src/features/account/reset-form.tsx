import { useAuthActions } from "@convex-dev/auth/react";
import { useAction } from "convex/react";
import ArrowLeft from "lucide-react/icons/arrow-left";
import { type FormEvent, type RefObject, useEffect, useState } from "react";
import { api } from "../../../convex/_generated/api";
import { TextButton } from "../../components/text-button";
import { focusProblem } from "./focus-problem";
import { FormFoot } from "./form-foot";
import { emailProblem, fieldProblem, passwordProblem, type Problem } from "./problem";
import { PasswordField, TextField } from "./text-field";
import { useAttempt } from "./use-attempt";

interface ResetFormProps {
  email: string;
  onEmail: (email: string) => void;
  first: RefObject<HTMLInputElement | null>;
  onBack: () => void;
  onDone: () => void;
}

/** A new password by a code: first where to send it, then the code and the password together. */
export function ResetForm({ email, onEmail, first, onBack, onDone }: ResetFormProps) {
  const { signIn } = useAuthActions();
  // Past Convex Auth's client, which would take an answer without tokens for a sign-out: a guest would lose their rooms.
  const sendCode = useAction(api.auth.signIn);
  const attempt = useAttempt();
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  // Each step begins at its first field.
  useEffect(() => {
    first.current?.focus();
  }, [first]);
  const step = (next: boolean) => {
    setSent(next);
    requestAnimationFrame(() => first.current?.focus());
  };

  const ask = () =>
    attempt.run(
      () => emailProblem(email),
      () => sendCode({ provider: "password", params: { flow: "reset", email } }),
    );
  const settle = () =>
    attempt.run(
      () => codeProblem(code) ?? passwordProblem(password),
      () => signIn("password", { flow: "reset-verification", email, code: code.trim(), newPassword: password }),
    );
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(await (sent ? settle() : ask()))) focusProblem(form);
    else if (sent) onDone();
    else step(true);
  };

  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {sent ? (
        <>
          <output className="text-ink-soft">
            If <bdi className="font-semibold wrap-anywhere text-ink">{email.trim()}</bdi> has an account here, a code is
            on its way. It works for 15 minutes.
          </output>
          {/* Password managers learn from it whose password this is. */}
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
          <TextField
            key="code"
            id="reset-code"
            name="code"
            label="Code"
            field="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            ref={first}
            maxLength={20}
            className="tabular tracking-[0.2em]"
            value={code}
            problem={attempt.problem}
            onChange={setCode}
          />
          <PasswordField
            id="reset-password"
            name="new-password"
            label="New password"
            hint="At least 10 characters. You are signed out everywhere else."
            autoComplete="new-password"
            value={password}
            problem={attempt.problem}
            onChange={setPassword}
          />
        </>
      ) : (
        <TextField
          ref={first}
          id="reset-email"
          name="email"
          label="Email"
          hint="We send a code with 8 digits to it."
          field="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          value={email}
          problem={attempt.problem}
          onChange={onEmail}
        />
      )}
      <FormFoot
        attempt={attempt}
        submit={sent ? "Set the password" : "Send the code"}
        submitting={sent ? "Setting the password" : "Sending"}
      >
        <TextButton onClick={sent ? () => step(false) : onBack} className="-ml-2 gap-1.5 px-2">
          <ArrowLeft aria-hidden size={18} />
          {sent ? "Another code" : "Back to sign in"}
        </TextButton>
      </FormFoot>
    </form>
  );
}

function codeProblem(code: string): Problem | null {
  return /^\s*\d{8}\s*$/.test(code) ? null : fieldProblem("code", "The code has 8 digits.");
}
