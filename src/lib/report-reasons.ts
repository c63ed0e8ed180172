import type { ReportReason } from "../../convex/model/peopleValidators";

/** What somebody finds wrong, in the order in which it is offered. */
export const REPORT_REASONS: Record<ReportReason, string> = {
  hate: "Hate",
  harassment: "Harassment",
  sexual: "Sexual content",
  violence: "Violence",
  private_information: "Private information",
  spam: "Spam",
  other: "Something else",
};
