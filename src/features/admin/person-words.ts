import type { Person } from "../../../convex/model/adminValidators";
import { isolated } from "../../components/isolated";

export const BAN_LENGTHS = [
  { value: 1, label: "1 hour" },
  { value: 24, label: "1 day" },
  { value: 168, label: "7 days" },
  { value: 720, label: "30 days" },
  { value: 0, label: "For good" },
] as const;

/** In hours; 0: for good. */
export type BanLength = (typeof BAN_LENGTHS)[number]["value"];

export function bannedWords(name: string, hours: BanLength): string {
  const { label } = BAN_LENGTHS.find(({ value }) => value === hours)!;
  return `Banned ${isolated(name)} ${hours === 0 ? "for good" : `for ${label}`}`;
}

/** What is asked before somebody becomes an admin, or is one no longer. */
export function adminQuestion({ name, email, admin }: Person): { title: string; text: string; confirm: string } {
  const who = email === null ? isolated(name) : `${isolated(name)} (${isolated(email)})`;
  if (admin) {
    return {
      title: "Take the admin's rights?",
      text: `${who} will no longer see this page, nor private rooms of others.`,
      confirm: "Take the rights",
    };
  }
  return {
    title: "Make an admin?",
    text: `${who} will see every room and every email, may ban people, pause the arena, and make other admins.`,
    confirm: "Make an admin",
  };
}
