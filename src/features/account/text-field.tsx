import Eye from "lucide-react/icons/eye";
import EyeOff from "lucide-react/icons/eye-off";
import { type ComponentProps, type ReactNode, useState } from "react";
import { describedBy, Field } from "../../components/field";
import { INPUT } from "../../components/input-style";
import type { AccountField, Problem } from "./problem";

interface TextFieldProps extends Omit<ComponentProps<"input">, "onChange" | "id"> {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Which problems are said here. */
  field: AccountField;
  problem: Problem | null;
  onChange: (value: string) => void;
}

export function TextField({ id, label, hint, field, problem, onChange, className, ...input }: TextFieldProps) {
  const error = problem?.field === field ? problem.text : undefined;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        {...describedBy(id, error)}
        {...input}
        onChange={(event) => onChange(event.target.value)}
        className={`${INPUT} min-h-11 ${className ?? ""}`}
      />
    </Field>
  );
}

type PasswordFieldProps = Omit<TextFieldProps, "field" | "type" | "autoComplete"> & {
  autoComplete: "current-password" | "new-password";
};

/** With an eye that shows what is typed. It stays one field for password managers. */
export function PasswordField({ id, label, hint, problem, onChange, ...input }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const error = problem?.field === "password" ? problem.text : undefined;
  const Icon = shown ? EyeOff : Eye;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div className="relative">
        <input
          {...describedBy(id, error)}
          {...input}
          type={shown ? "text" : "password"}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          className={`${INPUT} min-h-11 pr-13`}
        />
        <button
          type="button"
          aria-label="Show password"
          aria-pressed={shown}
          aria-controls={id}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 inline-flex w-11 cursor-pointer items-center justify-center rounded-lg text-ink-faint hover:text-ink"
        >
          <Icon aria-hidden size={19} />
        </button>
      </div>
    </Field>
  );
}
