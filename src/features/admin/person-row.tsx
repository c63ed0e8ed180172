import Ban from "lucide-react/icons/ban";
import Ellipsis from "lucide-react/icons/ellipsis";
import Mic from "lucide-react/icons/mic";
import MicOff from "lucide-react/icons/mic-off";
import ShieldMinus from "lucide-react/icons/shield-minus";
import ShieldPlus from "lucide-react/icons/shield-plus";
import { useState } from "react";
import type { Person } from "../../../convex/model/adminValidators";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { Menu, MenuItem } from "../../components/menu";
import { BanDialog } from "./ban-dialog";
import { fullTime, Moment } from "./moment";
import { adminQuestion } from "./person-words";
import { Row, Tag } from "./row";
import { usePersonActs } from "./use-person-acts";

interface PersonRowProps {
  person: Person;
  /** The admin who looks. */
  self: boolean;
}

export function PersonRow({ person, self }: PersonRowProps) {
  const { name, email, guest, admin, mayHost, ban, createdAt } = person;
  const acts = usePersonActs(person);
  const [banning, setBanning] = useState(false);
  const [asking, setAsking] = useState(false);
  return (
    <Row
      title={<bdi>{name}</bdi>}
      badges={
        <>
          {self && <Tag>You</Tag>}
          {admin && <Tag look="gold">Admin</Tag>}
          {guest && <Tag>Guest</Tag>}
          {mayHost && <Tag>Invited to host</Tag>}
          {ban && <Tag look="danger">Banned</Tag>}
        </>
      }
      facts={[
        ...(email === null ? [] : [<bdi key="email">{email}</bdi>]),
        <>
          Since <Moment at={createdAt} />
        </>,
      ]}
      acts={
        <>
          {ban ? (
            <Button pending={acts.unban.pending} onClick={() => void acts.unban.run()}>
              Lift the ban
              <span className="sr-only">of {name}</span>
            </Button>
          ) : (
            !self && (
              <Button
                look="danger"
                icon={<Ban aria-hidden size={18} />}
                pending={acts.ban.pending}
                onClick={() => setBanning(true)}
              >
                Ban<span className="sr-only"> {name}</span>
              </Button>
            )
          )}
          <Menu
            trigger={
              <Button aria-label={`More for ${name}`} className="px-3.5">
                <Ellipsis aria-hidden size={20} />
              </Button>
            }
          >
            {!guest && (
              <MenuItem
                icon={admin ? <ShieldMinus aria-hidden size={20} /> : <ShieldPlus aria-hidden size={20} />}
                label={admin ? "Take the admin's rights" : "Make an admin"}
                note={admin ? "They stay what else they are" : "They see this page and may do all that is on it"}
                onClick={() => setAsking(true)}
              />
            )}
            <MenuItem
              icon={mayHost ? <MicOff aria-hidden size={20} /> : <Mic aria-hidden size={20} />}
              label={mayHost ? "Take back the invitation to host" : "Invite to host"}
              note="Matters while only invited people may host"
              onClick={() => void acts.setMayHost.run(!mayHost)}
            />
          </Menu>
          <BanDialog name={name} open={banning} onOpenChange={setBanning} onBan={acts.ban.run} />
          <ConfirmDialog
            open={asking}
            onOpenChange={setAsking}
            {...adminQuestion(person)}
            keep="Leave it"
            onConfirm={() => void acts.setAdmin.run(!admin)}
          />
        </>
      }
    >
      {ban && (
        <p className="mt-1 text-sm wrap-anywhere text-danger">
          “<bdi>{ban.reason}</bdi>”, {ban.until === null ? "for good" : `until ${fullTime(ban.until)}`}
        </p>
      )}
    </Row>
  );
}
