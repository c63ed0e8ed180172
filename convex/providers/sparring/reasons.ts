import type { MotionKind } from "./motionKind";
import type { Stance } from "./promptReader";

/**
 * A line of thought. `{k}` is what the motion is about, `{k2}` the second thing it names; `{who}`, `{what}`, `{risk}`,
 * `{gain}` and `{scene}` come from the motion's domain. `{s}`, `{is}`, `{has}`, `{does}` (and `{s2}` ...) agree with
 * `{k}` (and `{k2}`); the domain's phrases may be singular or plural, so they stand as objects or behind a modal verb.
 * The same reason is told three ways.
 */
export interface Reason {
  label: string;
  claim: string;
  ask: string;
}

export function reasonsFor(kind: MotionKind, stance: Stance): readonly Reason[] {
  return [...BY_KIND[kind][stance], ...ANY[stance]];
}

const ANY: Record<Stance, readonly Reason[]> = {
  for: [
    reason(
      "Ordinary days",
      "Judge {k} by {what}, {scene}, and the motion reads less like theory than like a report.",
      "If we watched {what} {scene}, what would we see that speaks against the motion on {k}?",
    ),
    reason(
      "Who gains",
      "{who} have the most to win once we take {k} seriously: {gain}, which so far went to others.",
      "When {who} ask what {k} can do for them, is {gain} not a better answer than a shrug?",
    ),
    reason(
      "The honest test",
      "Every doubt about {k} points at {risk}, and none explains how a no would make that smaller.",
      "Would {risk} disappear if we rejected the motion, or only move to where {k} cannot be seen?",
    ),
    reason(
      "Experience",
      "Ask {who} rather than pundits: what they say about {k} starts with {gain} and ends there.",
      "Why do {who}, who know {k} from use, so often begin with {gain}?",
    ),
    reason(
      "Small steps",
      "Nobody has to accept all of it at once; take {k} one case at a time and look for {gain} first.",
      "If one modest case of {k} can bring {gain}, what exactly is the second case supposed to break?",
    ),
    reason(
      "Fairness",
      "A world arranged against the motion asks {who} to carry {risk} so that others may postpone {k}.",
      "Why should {who} carry {risk} while the rest of us postpone a view on {k}?",
    ),
    reason(
      "Direction",
      "Look where things already move: compare {what} with five years ago, and {k} {is} halfway to yes.",
      "Compare {what} with five years ago: what do we gain by calling {k} undecided?",
    ),
    reason(
      "Costs in view",
      "Yes, there is a price for {k}. It stands on the label, while the price of a no is paid by {who} in private.",
      "Which price would you rather pay for {k}, the printed one or the one {who} pay in private?",
    ),
  ],
  against: [
    reason(
      "Burden of proof",
      "Whoever asks us to believe this about {k} owes us more than hope; show it in {what}, or not at all.",
      "What would we have to find in {what} before we could call the motion on {k} proven?",
    ),
    reason(
      "Hidden cost",
      "The bill for {k} will arrive late, read {risk}, and be addressed to {who}.",
      "Who opens the envelope when the bill for {k} reads {risk}?",
    ),
    reason(
      "Exceptions",
      "The motion survives only while {k} behave{s}; go and look {scene}, and the exceptions outnumber the rule.",
      "How many exceptions {scene} may a rule about {k} collect before we stop calling it a rule?",
    ),
    reason(
      "Cheaper routes",
      "If {gain} is the goal, there are cheaper roads to it that leave {k} out altogether.",
      "Is there truly no road to {gain} that leaves {k} out?",
    ),
    reason(
      "Wrong measure",
      "The motion counts what is easy to count; {what} would tell a duller and truer story about {k}.",
      "Why does no cheerful account of {k} mention {what}?",
    ),
    reason(
      "Who is missing",
      "Look for the people absent from this picture of {k}: {who}, who would be left with {risk}.",
      "Where in this picture of {k} do {who} stand, and what are they holding if not {risk}?",
    ),
    reason(
      "Reversibility",
      "A mistake about {k} is easy to announce and hard to undo, and {risk} will not wait for the correction.",
      "If we are wrong about {k}, who undoes it, and how long will {risk} wait?",
    ),
    reason(
      "Overreach",
      "A modest version of this might stand; the motion wants everything from {k} and rests it all on {what}.",
      "Why must the motion have the whole of {k}, when {what} could barely support a corner of it?",
    ),
  ],
};

const BY_KIND: Record<MotionKind, Record<Stance, readonly Reason[]>> = {
  policy: {
    for: [
      reason(
        "Doing nothing is a choice",
        "Leaving {k} alone is also a policy, and {who} live under it every day.",
        "Who chose the present arrangement for {k}, and did anyone ask {who}?",
      ),
      reason(
        "Rules create room",
        "A clear line on {k} spares {who} the same fight, one by one, {scene}.",
        "Should {who} settle {k} one by one {scene}, or may a common rule carry that weight?",
      ),
      reason(
        "It can be corrected",
        "A decision on {k} can be reviewed in two years; nobody reviews {risk}, it simply stays.",
        "If a decision on {k} can be corrected and {risk} cannot, which one is the gamble?",
      ),
      reason(
        "The signal",
        "Deciding about {k} tells everyone what counts, and {gain} can follow once people stop guessing.",
        "How is {gain} to come about while everybody still guesses what we want from {k}?",
      ),
    ],
    against: [
      reason(
        "Neat rule, messy life",
        "A rule about {k} is written for the tidy case and enforced in the untidy one, where {who} live.",
        "For whose life is this rule about {k} written, and do {who} recognise it?",
      ),
      reason(
        "Enforcement",
        "Someone would have to police {k} {scene}, and that someone soon has favourites.",
        "Who polices {k} {scene}, and who watches the one who does?",
      ),
      reason(
        "Unintended effects",
        "Push on {k} and the pressure comes out elsewhere, most likely as {risk}.",
        "When the pressure leaves {k}, where does it go, if not into {risk}?",
      ),
      reason(
        "Consent",
        "People change their habits around {k} when they see {gain}; an order only teaches them to hide.",
        "Does an order about {k} produce {gain}, or only better hiding places?",
      ),
    ],
  },
  comparison: {
    for: [
      reason(
        "The long run",
        "Set {k} beside {k2} for a year instead of an afternoon, and count {gain}: it keeps landing on one side.",
        "After a year of both, would you still need {what} to tell {k} from {k2}?",
      ),
      reason(
        "The bad day",
        "Comparisons are decided on bad days, {scene}, and that is where {k} earn{s} the verdict over {k2}.",
        "Which would you rather have {scene}: {k} or {k2}?",
      ),
      reason(
        "What is given up",
        "Choose {k2} and you give up {gain}; choose {k} and you give up mostly a habit.",
        "What do we lose with {k} that is worth as much as {gain}?",
      ),
      reason(
        "Revealed choice",
        "Watch {who} when nobody is polling: between {k} and {k2}, their feet answer before their mouths.",
        "Why do the feet of {who} disagree with the speeches about {k2}?",
      ),
    ],
    against: [
      reason(
        "A rigged scale",
        "Put {k} and {k2} on a scale, and the result depends on who built it; this one leaves out {what}.",
        "Who chose the scale that weighs {k} against {k2}, and why does it leave out {what}?",
      ),
      reason(
        "Different jobs",
        "A hammer is not better than a spoon; {k} and {k2} answer different needs, and {who} know both.",
        "Better for what? Do {who} want the same thing from {k} as from {k2}?",
      ),
      reason(
        "The other column",
        "Everything praised in {k} has a twin in {k2}, and the twin comes without {risk}.",
        "What is there in {k} that {k2} cannot offer, once {risk} is counted?",
      ),
      reason(
        "Taste is not rank",
        "Someone prefers {k}, someone prefers {k2}; making a ranking of that adds heat and no light {scene}.",
        "When did a preference for {k} over {k2} become a fact?",
      ),
    ],
  },
  forecast: {
    for: [
      reason(
        "Already under way",
        "The first half of this has happened: look at {what} and watch {k} arrive without a trumpet.",
        "If one look at {what} shows where {k} {is} heading, what is left to wait for?",
      ),
      reason(
        "Incentives",
        "Forecasts fail when nobody profits from them; here {who} and their paymasters both want {gain}, and {k} with it.",
        "Who, with {gain} on the table, has a reason to hold {k} back?",
      ),
      reason(
        "No wall in sight",
        "Each obstacle named for {k} is a delay measured in budgets, {risk} included; none is a law of nature.",
        "Which obstacle for {k} is a wall, and which is only a queue?",
      ),
      reason(
        "Expired doubts",
        "The last three doubts about {k} were each called final; {scene}, people step over them daily.",
        "How many final doubts about {k} may expire before we doubt the doubters?",
      ),
    ],
    against: [
      reason(
        "The last mile",
        "With {k} nine tenths come quickly; the last tenth consists of {risk}, and enthusiasm does not move it.",
        "What would make the last tenth of {k} yield, when it consists of {risk}?",
      ),
      reason(
        "Old promises",
        "This future for {k} has been ten years away for longer than ten years; look at {what} and nothing stirs.",
        "Why does nothing stir in {what}, if this future for {k} is so near?",
      ),
      reason(
        "Adaptation",
        "{who} will not stand still and wait for {k}; they adapt, and the forecast misses its target.",
        "Why should {who} hold still for a forecast about {k}?",
      ),
      reason(
        "Possible is not likely",
        "That {k} could go this way is a fact about imagination; for facts about the world, see {what}.",
        "How did we travel from possible to certain about {k} without a glance at {what}?",
      ),
    ],
  },
  judgement: {
    for: [
      reason(
        "Plain meaning",
        "Take the words at face value, apply them to {k}, and the motion is true before anyone raises a voice.",
        "Which word of the motion fails when we apply it to {k}?",
      ),
      reason(
        "The clear case",
        "Start with the clearest case of {k}, {scene}; if the motion holds there, the burden changes hands.",
        "If the motion holds for {k} {scene}, who still owes us an argument?",
      ),
      reason(
        "Consistency",
        "We accept as much of everything near {k}; refusing it here takes a special rule, and {who} will ask why.",
        "Which special rule does {k} require, and who explains it to {who}?",
      ),
      reason(
        "What it explains",
        "Grant the motion, and {what} will make sense at once; deny it, and {k} become{s} a riddle.",
        "How do you explain {what} without granting the motion on {k}?",
      ),
    ],
    against: [
      reason(
        "Elastic words",
        "The motion stretches its words until {k} fit{s}, and by then they fit everything, even {risk}.",
        "If the words stretch far enough to hold {k}, what do they still keep out?",
      ),
      reason(
        "The hard case",
        "The easy example proves little; bring {k} {scene}, and the motion asks to be excused.",
        "Does the motion still hold for {k} {scene}, or only in the example we were given?",
      ),
      reason(
        "Coincidence",
        "Seeing {k} and {gain} in one room does not make one the parent of the other.",
        "Are {k} and {gain} family, or merely neighbours?",
      ),
      reason(
        "A better account",
        "A simpler story covers the same facts about {k}: {who} made do with what there was.",
        "Would a simpler story about {who} not cover the same facts about {k}?",
      ),
    ],
  },
};

function reason(label: string, claim: string, ask: string): Reason {
  return { label, claim, ask };
}
