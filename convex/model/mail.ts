import { maskEmail } from "./emails";
import { settings } from "./settings";

const RESEND_URL = "https://api.resend.com/emails";
const TIMEOUT_MS = 5_000;

/**
 * How mail leaves: `ARENA_MAIL=log` writes it to the log, which is for whoever runs the deployment; AUTH_RESEND_KEY and AUTH_MAIL_FROM
 * send it through Resend; null: not at all.
 */
export function mailRoute(): "log" | "resend" | null {
  if (settings.ARENA_MAIL === "log") return "log";
  return settings.AUTH_RESEND_KEY && settings.AUTH_MAIL_FROM ? "resend" : null;
}

/** From an action. Throws a plain Error, without the address, if the mail did not leave. */
export async function sendResetCode(email: string, code: string, minutes: number): Promise<void> {
  const route = mailRoute();
  if (route === null) throw new Error("No way to send mail is configured");
  if (route === "log") return console.log(`Password reset code for ${maskEmail(email)}: ${code}`);
  const text = `Your code to set a new password: ${code}\n\nIt is good for ${minutes} minutes. If you did not ask for it, do nothing.`;
  const response = await fetch(RESEND_URL, {
    method: "POST",
    headers: { Authorization: `Bearer ${settings.AUTH_RESEND_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ from: settings.AUTH_MAIL_FROM, to: [email], subject: "Your ArenaAI code", text }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The mail provider answered ${response.status}`);
}
