import type { Visibility } from "../../convex/model/peopleValidators";
import { VISIBILITIES, VISIBILITY_WORDS } from "../lib/visibility";
import { ChoiceCards } from "./choice-cards";

const OPTIONS = VISIBILITIES.map((value) => ({
  value,
  label: VISIBILITY_WORDS[value].name,
  note: VISIBILITY_WORDS[value].what,
}));

interface VisibilityChoiceProps {
  value: Visibility;
  row?: boolean;
  onChange: (value: Visibility) => void;
}

export function VisibilityChoice(props: VisibilityChoiceProps) {
  return <ChoiceCards {...props} name="visibility" legend="Who can watch" options={OPTIONS} />;
}
