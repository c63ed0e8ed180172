import { useAuthActions } from "@convex-dev/auth/react";
import { Link } from "@tanstack/react-router";
import CircleUserRound from "lucide-react/icons/circle-user-round";
import LogOut from "lucide-react/icons/log-out";
import Shield from "lucide-react/icons/shield";
import UserPlus from "lucide-react/icons/user-plus";
import UserRound from "lucide-react/icons/user-round";
import { useState } from "react";
import { useSignInDialog } from "../hooks/sign-in-state";
import type { Me } from "../hooks/use-me";
import { BAR_BUTTON } from "./bar-button";
import ConfirmDialog from "./confirm-dialog";
import { Menu, MenuItem, MenuLink } from "./menu";

/** A chunk of its own: whoever only watches never loads it. */
export default function SignedInMenu({ me }: { me: Me }) {
  const { signOut } = useAuthActions();
  const openSignIn = useSignInDialog();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu
        side="bottom"
        trigger={
          <button type="button" aria-label={`Account: ${me.displayName}`} className={BAR_BUTTON}>
            <CircleUserRound aria-hidden size={20} className="shrink-0" />
            <bdi className="max-w-40 truncate max-sm:hidden">{me.displayName}</bdi>
          </button>
        }
      >
        <Who me={me} />
        {me.isAnonymous && (
          <MenuItem
            icon={<UserPlus aria-hidden size={18} />}
            label="Create an account"
            note="Your rooms and votes stay yours"
            onClick={() => openSignIn({ tab: "signUp" })}
          />
        )}
        <MenuLink icon={<UserRound aria-hidden size={18} />} label="Your account" link={<Link to="/account" />} />
        {me.admin && <MenuLink icon={<Shield aria-hidden size={18} />} label="Admin" link={<Link to="/admin" />} />}
        <MenuItem
          icon={<LogOut aria-hidden size={18} />}
          label="Sign out"
          onClick={() => (me.isAnonymous ? setAsking(true) : void signOut())}
        />
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Sign out as a guest?"
        text="A guest cannot come back: your rooms stay, but nobody hosts them any more. Create an account to keep them."
        confirm="Sign out"
        keep="Stay"
        onConfirm={() => void signOut()}
      />
    </>
  );
}

function Who({ me }: { me: Me }) {
  return (
    <div className="border-b border-line px-3 pt-1.5 pb-2.5 mb-1.5">
      <p className="truncate font-semibold">
        <bdi>{me.displayName}</bdi>
      </p>
      <p className="truncate text-sm text-ink-faint">
        <bdi>{me.isAnonymous ? "Guest, in this browser only" : me.email}</bdi>
      </p>
      {me.ban && <p className="text-sm text-danger">Banned: this account can only watch</p>}
    </div>
  );
}
