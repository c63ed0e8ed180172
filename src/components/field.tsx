import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ReactNode } from "react";

interface FieldProps {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
}

/** Label above, hint or error below. The control inside points at them with `describedBy(id)`. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-[0.9375rem] font-semibold">
        {label}
      </label>
      {children}
      <FieldNote id={id} hint={hint} error={error} />
    </div>
  );
}

/** The line under a control: what is wrong with it, else what it is for. */
export function FieldNote({ id, hint, error }: Pick<FieldProps, "id" | "hint" | "error">) {
  if (error) {
    return (
      <p id={`${id}-note`} className="flex items-start gap-1.5 text-[0.9375rem] text-danger">
        <TriangleAlert aria-hidden size={16} className="mt-1 shrink-0" />
        {error}
      </p>
    );
  }
  return hint ? (
    <p id={`${id}-note`} className="text-sm text-pretty text-ink-faint">
      {hint}
    </p>
  ) : null;
}

export const OPTIONAL = <span className="font-normal text-ink-faint">(optional)</span>;

export function describedBy(id: string, error: string | undefined) {
  return { id, "aria-describedby": `${id}-note`, "aria-invalid": error ? true : undefined } as const;
}
