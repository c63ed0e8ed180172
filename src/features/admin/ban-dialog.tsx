import { useState } from "react";
import { ChipRadios } from "../../components/chip-radios";
import { isolated } from "../../components/isolated";
import { BAN_LENGTHS, type BanLength } from "./person-words";
import { ReasonDialog } from "./reason-dialog";

interface BanDialogProps {
  name: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onBan: (reason: string, hours: BanLength) => Promise<boolean>;
}

export function BanDialog({ name, open, onOpenChange, onBan }: BanDialogProps) {
  const [hours, setHours] = useState<BanLength>(24);
  return (
    <ReasonDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Ban ${isolated(name)}?`}
      text="They can watch, and nothing else. Battles they host are paused, and their votes in open ballots do not count."
      confirm="Ban"
      onConfirm={(reason) => onBan(reason, hours)}
    >
      <ChipRadios legend="For how long" options={BAN_LENGTHS} value={hours} onChange={setHours} />
    </ReasonDialog>
  );
}
