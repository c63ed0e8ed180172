import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ReactNode } from "react";
import { Button } from "../../components/button";
import { useNow } from "../../hooks/use-now";
import { waitTime } from "../../lib/format";
import type { Attempt } from "./use-attempt";

interface FormFootProps {
  attempt: Attempt;
  submit: string;
  submitting: string;
  /** Left of the button. */
  children?: ReactNode;
  look?: "gold" | "danger";
}

/** What went wrong with the whole form, and the button that tries again: not before the server lets it, and not offline. */
export function FormFoot({ attempt, submit, submitting, children, look = "gold" }: FormFootProps) {
  const { pending, problem, connected } = attempt;
  const wait = useWait(problem?.retryAt ?? null);
  const said = problem?.field === null ? problem.text : null;
  const text = !connected ? "No connection. What you typed stays here." : wait > 0 ? waitText(wait) : said;
  return (
    <div className="flex flex-col gap-3">
      <p role="alert" className="flex items-start gap-1.5 text-[0.9375rem] text-danger empty:hidden">
        {text && (
          <>
            <TriangleAlert aria-hidden size={16} className="mt-1 shrink-0" />
            <span className="tabular">{text}</span>
          </>
        )}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        {children}
        <Button type="submit" look={look} pending={pending} disabled={!connected || wait > 0} className="ml-auto">
          {pending ? submitting : submit}
        </Button>
      </div>
    </div>
  );
}

function useWait(until: number | null): number {
  const now = useNow(500, until !== null);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}

function waitText(seconds: number): string {
  return `Too many tries in a short time. Again in ${waitTime(seconds)}.`;
}
