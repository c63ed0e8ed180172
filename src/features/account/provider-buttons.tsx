import { useLocation } from "@tanstack/react-router";
import { useCallback } from "react";
import { Button } from "../../components/button";
import { useConnected } from "../../hooks/use-connected";
import { type Provider, PROVIDERS, useLeaveFor } from "../../hooks/use-handover";
import { useServerAction } from "../../hooks/use-server-action";

/** Only those that the deployment has set up. The browser leaves for the provider's page and comes back to this one. */
export function ProviderButtons({ options }: { options: Record<Provider, boolean> }) {
  const providers = (["github", "google"] as const).filter((provider) => options[provider]);
  if (providers.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-3">
        {providers.map((provider) => (
          <ProviderButton key={provider} provider={provider} />
        ))}
      </div>
      <p className="flex items-center gap-3 text-sm text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or by email
      </p>
    </div>
  );
}

function ProviderButton({ provider }: { provider: Provider }) {
  const { pathname } = useLocation();
  const leaveFor = useLeaveFor();
  const leave = useCallback(async () => await leaveFor(provider, pathname), [leaveFor, provider, pathname]);
  const { run, pending } = useServerAction(leave);
  return (
    <Button pending={pending} disabled={!useConnected()} className="min-w-40 flex-1" onClick={() => void run()}>
      Go on with {PROVIDERS[provider]}
    </Button>
  );
}
