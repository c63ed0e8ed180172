import type { Hidden, Visibility } from "../../../convex/model/peopleValidators";

export const VISIBILITY_NAMES: Record<Visibility, string> = {
  public: "Public",
  unlisted: "Unlisted",
  private: "Private",
};

export const HIDDEN_BY: Record<Hidden["by"], string> = {
  host: "Hidden by a host",
  admin: "Hidden by an admin",
  moderation: "Hidden by moderation",
};
