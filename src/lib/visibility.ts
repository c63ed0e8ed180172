import type { Visibility } from "../../convex/model/peopleValidators";

/** Who finds a room, as everybody reads it. */
export const VISIBILITIES: readonly Visibility[] = ["public", "unlisted", "private"];

export const VISIBILITY_WORDS: Record<Visibility, { name: string; what: string }> = {
  public: { name: "Public", what: "In the lobby, for everybody." },
  unlisted: { name: "Unlisted", what: "Not in the lobby. Whoever has the link can watch." },
  private: { name: "Private", what: "Only for people you invite. For everybody else it does not exist." },
};
