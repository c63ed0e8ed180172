import { Email } from "@convex-dev/auth/providers/Email";
import { sendResetCode } from "./mail";

const MINUTES = 15;
const DIGITS = 8;

/** How a password is set anew: by a code of 8 digits that is good for 15 minutes, once, with the email it was sent to. */
export const resetCode = Email({
  id: "reset",
  maxAge: MINUTES * 60,
  generateVerificationToken: async () => randomDigits(),
  sendVerificationRequest: async ({ identifier, token }) => {
    try {
      await sendResetCode(identifier, token, MINUTES);
    } catch (error) {
      // The answer is the same as for an email without an account.
      console.error("The reset code could not be sent.", error instanceof Error ? error.message : "");
    }
  },
});

function randomDigits(): string {
  const count = 10 ** DIGITS;
  // The largest multiple of it that fits, so that every code is as likely.
  const fair = Math.floor(2 ** 32 / count) * count;
  for (;;) {
    const [random = fair] = crypto.getRandomValues(new Uint32Array(1));
    if (random < fair) return String(random % count).padStart(DIGITS, "0");
  }
}
