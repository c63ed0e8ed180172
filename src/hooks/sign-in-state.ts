import { createContext, use } from "react";

export type SignInTab = "signIn" | "signUp";

export interface SignInRequest {
  tab: SignInTab;
  /** What the account is needed for, in one sentence. */
  why?: string;
}

type OpenSignIn = (request?: SignInRequest) => void;

/** The frame around all pages holds the dialog; any page may ask for it. */
export const SignInState = createContext<OpenSignIn>(() => {});

export function useSignInDialog(): OpenSignIn {
  return use(SignInState);
}
