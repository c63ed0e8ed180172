import { useQuery } from "convex/react";
import { useRef, useState } from "react";
import { api } from "../../../convex/_generated/api";
import { Dialog } from "../../components/dialog";
import { TabPanel, Tabs } from "../../components/tabs";
import type { SignInRequest, SignInTab } from "../../hooks/sign-in-state";
import { useMe } from "../../hooks/use-me";
import { toastDone } from "../../lib/toast";
import { CredentialsForm } from "./credentials-form";
import { ProviderButtons } from "./provider-buttons";
import { ResetForm } from "./reset-form";

interface SignInDialogProps {
  request: SignInRequest;
  open: boolean;
  onClose: () => void;
}

/** On top of whatever page asked for it: watching goes on behind it, and nothing is lost by closing it. */
export default function SignInDialog({ request, open, onClose }: SignInDialogProps) {
  const first = useRef<HTMLInputElement>(null);
  const guest = useMe()?.isAnonymous ?? false;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Your account"
      text={
        request.why ?? (guest ? undefined : "Watching needs none. With one, your rooms are there in every browser.")
      }
      initialFocus={first}
    >
      <Content start={request.tab} guest={guest} first={first} onClose={onClose} />
    </Dialog>
  );
}

const TABS = [
  { value: "signIn", label: "Sign in" },
  { value: "signUp", label: "Create account" },
] as const;

interface ContentProps {
  start: SignInTab;
  guest: boolean;
  first: React.RefObject<HTMLInputElement | null>;
  onClose: () => void;
}

function Content({ start, guest, first, onClose }: ContentProps) {
  const options = useQuery(api.accounts.options);
  const [step, setStep] = useState<SignInTab | "reset">(start);
  const [email, setEmail] = useState("");
  const form = { email, onEmail: setEmail, first };
  if (step === "reset") {
    return (
      <ResetForm
        {...form}
        onBack={() => setStep("signIn")}
        onDone={() => finish("Your new password is set.", onClose)}
      />
    );
  }
  return (
    <Tabs<SignInTab> tabs={TABS} value={step} onChange={setStep}>
      {(["signIn", "signUp"] as const).map((flow) => (
        <TabPanel key={flow} value={flow}>
          {guest && <GuestNote flow={flow} />}
          {options && <ProviderButtons options={options} />}
          <CredentialsForm
            {...form}
            flow={flow}
            onForgot={options?.reset ? () => setStep("reset") : undefined}
            onTaken={() => setStep("signIn")}
            onDone={() => finish(flow === "signUp" ? "Your account is ready." : "You are signed in.", onClose)}
          />
          {flow === "signIn" && options?.reset === false && (
            <p className="text-sm text-ink-faint">
              This arena cannot send codes. Whoever has forgotten a password asks its admins.
            </p>
          )}
        </TabPanel>
      ))}
    </Tabs>
  );
}

function GuestNote({ flow }: { flow: SignInTab }) {
  return (
    <p className="rounded-lg border border-line bg-raised px-4 py-3 text-[0.9375rem] text-ink-soft">
      {flow === "signUp"
        ? "You are here as a guest. Your rooms, personas and votes become the account's."
        : "You are here as a guest. Your rooms and personas move to the account that you sign in to."}
    </p>
  );
}

function finish(text: string, close: () => void): void {
  close();
  void toastDone(text);
}
