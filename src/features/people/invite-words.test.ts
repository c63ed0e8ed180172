import { expect, it } from "vitest";
import { inviteText, isOpenInvite } from "./invite-words";

const hour = 3_600_000;
const invite = { expiresAt: 72 * hour, revokedAt: null, maxUses: 5, uses: 2 };

it("says how often it was used, and until when it works", () => {
  expect(inviteText(invite, 0)).toBe("2 of 5 used · expires in 3 days");
  expect(inviteText({ ...invite, maxUses: null, uses: 1 }, 0)).toBe("used 1 time · expires in 3 days");
  expect(inviteText(invite, 70 * hour)).toBe("2 of 5 used · expires in 2 hours");
  expect(inviteText(invite, 71.5 * hour)).toBe("2 of 5 used · expires within the hour");
});

it("tells those that open nothing any more", () => {
  expect(inviteText({ ...invite, revokedAt: 1 }, 0)).toBe("Revoked · 2 of 5 used");
  expect(inviteText({ ...invite, uses: 5 }, 0)).toBe("Used up");
  expect(isOpenInvite({ ...invite, uses: 5 })).toBe(false);
  expect(isOpenInvite({ ...invite, revokedAt: 1 })).toBe(false);
  expect(isOpenInvite({ ...invite, maxUses: null, uses: 900 })).toBe(true);
});
