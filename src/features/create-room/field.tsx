import { clsx } from "clsx";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ReactNode } from "react";

export const INPUT = clsx(
  "w-full rounded-lg border border-line-strong bg-raised px-3.5 py-2.5 text-base text-ink placeholder:text-ink-faint",
  "hover:border-ink-faint aria-invalid:border-danger",
);

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
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-[0.9375rem] font-semibold">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} className="flex items-start gap-1.5 text-[0.9375rem] text-danger">
          <TriangleAlert aria-hidden size={16} className="mt-1 shrink-0" />
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} className="text-sm text-ink-faint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export function describedBy(id: string, error: string | undefined) {
  return { id, "aria-describedby": `${id}-note`, "aria-invalid": error ? true : undefined } as const;
}
