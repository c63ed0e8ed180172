import { useAction } from "convex/react";
import { type FormEvent, useState } from "react";
import { api } from "../../../convex/_generated/api";
import { toastDone } from "../../lib/toast";
import { focusProblem } from "./focus-problem";
import { FormFoot } from "./form-foot";
import { passwordProblem } from "./problem";
import { Section } from "./section";
import { PasswordField } from "./text-field";
import { useAttempt } from "./use-attempt";

export function PasswordSection({ email }: { email: string }) {
  const change = useAction(api.accounts.changePassword);
  const attempt = useAttempt();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const done = await attempt.run(
      () => passwordProblem(next),
      () => change({ current, next }),
    );
    if (!done) return focusProblem(form);
    setCurrent("");
    setNext("");
    void toastDone("Your password is changed. You are signed out everywhere else.");
  };
  return (
    <Section id="password" title="Password" text="A new password signs you out everywhere else.">
      <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {/* Password managers learn from it whose password this is. */}
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <div className="grid gap-4 md:grid-cols-2">
          <PasswordField
            id="current-password"
            name="current-password"
            label="Current password"
            autoComplete="current-password"
            value={current}
            problem={null}
            onChange={setCurrent}
          />
          <PasswordField
            id="new-password"
            name="new-password"
            label="New password"
            hint="At least 10 characters."
            autoComplete="new-password"
            value={next}
            problem={attempt.problem}
            onChange={setNext}
          />
        </div>
        <FormFoot attempt={attempt} submit="Change password" submitting="Changing" />
      </form>
    </Section>
  );
}
