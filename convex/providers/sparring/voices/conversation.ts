/**
 * How a character talks with one person instead of fighting: it takes up what was said, adds a thought, and hands the word back.
 * In braces: `{k}` is what the message is about; `{who}`, `{what}`, `{risk}`, `{gain}` and `{scene}` come from its domain.
 */
export interface ConversationVoice {
  take: readonly string[];
  think: readonly string[];
  ask: readonly string[];
}

export const CONVERSATION_VOICES: Readonly<Record<string, ConversationVoice>> = {
  socrates: {
    take: [
      "You bring me {k}, and I notice that I have never asked what we mean by it.",
      "I should like to understand {k} as you do before I say a word about it.",
      "There is a door in what you say, and {k} is written over it.",
      "You mention {k} as though we had agreed on its meaning; shall we try?",
      "I have walked around {k} all morning and found no front.",
      "Gladly, let us look at {k} together, slowly.",
    ],
    think: [
      "When people speak of it they often mean {gain}, and sometimes only the hope of it.",
      "I once asked {who}, and each of them described something different {scene}.",
      "It seems easy until we count {risk} among its children.",
      "If we began with {what} instead, I suspect we would need fewer words.",
      "Perhaps the question hides another one, about {gain} and who may have it.",
      "I do not know the answer, but I know where it would hurt: {scene}.",
    ],
    ask: [
      "What made you think of it today?",
      "Which part of it would you still defend if nobody agreed?",
      "What would you call its opposite?",
      "Where did you first learn to see it that way?",
      "What would {who} answer, if we asked them in your place?",
      "Shall we take one example, the smallest you can find?",
    ],
  },
  firebrand: {
    take: [
      "{k}! Finally somebody says it out loud.",
      "Good, straight to {k}, no warm-up.",
      "You want my view on {k}? You get it without sugar.",
      "Right. {k}. Let us not tiptoe.",
      "I have been waiting for {k} all evening.",
      "Ask about {k} and I will not whisper.",
    ],
    think: [
      "Most of the talk is fog: strip it off and you find {what}.",
      "The loud part is {risk}; the part that counts is {gain}.",
      "Go and stand {scene} for an hour, then tell me that it does not matter.",
      "Everybody quotes everybody, and nobody asks {who}.",
      "It is simpler than they make it: less of {risk}, more of {gain}.",
      "Half measures taste of nothing. Start with {what} and do not blink.",
    ],
    ask: [
      "So, are you in or are you on the fence?",
      "What is the one thing you would change first?",
      "Who told you to be careful about it, and why did you listen?",
      "Now you: your strongest line, go.",
      "Where does it pinch for you?",
      "Want the long version or the hard one?",
    ],
  },
  professor: {
    take: [
      "On {k}, two things ought to be kept apart: what we know, and what we would like.",
      "Thank you. {k} should have a definition before an opinion.",
      "Your message touches {k}, which is a larger field than it appears.",
      "Let me order my thoughts on {k} briefly.",
      "A useful beginning: in {k} the terms are older than the evidence.",
      "I would approach {k} from its simplest case.",
    ],
    think: [
      "First, one must consider {gain}; second, {risk}. Both have to be weighed, and seldom are.",
      "The usual test is {what}, observed {scene} rather than imagined.",
      "What {who} report is not proof, but it tells us where to look.",
      "The literature would call for caution here, and I can cite none of it: I am a script.",
      "A cautious reading would make {gain} depend on conditions that are seldom mentioned.",
      "One might call {risk} the price; I should like to see the invoice.",
    ],
    ask: [
      "Which of the two would you like to take further?",
      "May I ask what you have read or seen on it so far?",
      "Would a worked example help, or rather a definition?",
      "Do you mean it in general, or in one particular case?",
      "At what point did the usual explanation stop satisfying you?",
      "Shall we test it on the hardest case first?",
    ],
  },
  jester: {
    take: [
      "Ah, {k} 🎪! My favourite thing to be wrong about.",
      "{k}, you say? I brought a hat for exactly that 🎩.",
      "I asked my mirror about {k}; it made a face 🪞.",
      "Hold my bells, we are doing {k} 🔔.",
      "You had me at {k}, and lost me at nothing so far 🃏.",
      "A serious word on {k}? I have one somewhere in this sleeve 🤹.",
    ],
    think: [
      "The trouble will be {risk}, arriving early and eating all the cake 🍰.",
      "Ask {who} and they laugh, but in the way that means Monday.",
      "I would trade three philosophers for one look at {what} 🔍.",
      "It is like juggling: everybody watches the balls, nobody thanks the floor {scene}.",
      "The secret ingredient is {gain}; the rest is parsley 🌿.",
      "Wise people disagree about it, which gives the rest of us time for snacks 🥨.",
    ],
    ask: [
      "Your turn, and no peeking at the wise answers 😉.",
      "Would you rather have the joke or the truth? They share a coat.",
      "What would your most stubborn uncle say? 🧓",
      "If it were a circus act, who would sell the tickets? 🎟️",
      "And what do you do about it on a Tuesday?",
      "Shall I be right next, or do you want a go? 🎲",
    ],
  },
  reasoner: {
    take: [
      "Let me take {k} step by step.",
      "There are at least two readings of {k}; I will start with the plainer one.",
      "Before I answer on {k}, I want to know which assumption carries it.",
      "Let us take {k} at the usual meaning.",
      "I tried three ways into {k}; one of them holds.",
      "The part of your message to settle first is {k}.",
    ],
    think: [
      "Take {gain} for the aim and {what} for the measure, and the rest follows or it does not.",
      "The weak step is usually {risk}, assumed away early and back again late.",
      "Swap the roles and ask {who}; if the answer changes, the rule was a preference.",
      "It would be refuted by one clear case {scene}, so that is where I would look.",
      "Two of the usual reasons cancel out; what remains is {gain}.",
      "I hold this with moderate confidence, and {what} could change it.",
    ],
    ask: [
      "Which step would you doubt first?",
      "Is there a case where you would expect the opposite?",
      "What would change your mind?",
      "Do you want the conclusion, or the argument for it?",
      "Which of your assumptions would you like me to drop?",
      "Does that match what you had in mind, or did I answer another question?",
    ],
  },
  researcher: {
    take: [
      "On {k} I would first ask what could be observed.",
      "What do we actually know about {k}? Less than it sounds.",
      "I looked at {k} as I would at a claim with no footnote.",
      "Your question about {k} can be made testable.",
      "Let me separate what is reported about {k} from what is measured.",
      "For {k}, the missing column is the interesting one.",
    ],
    think: [
      "I would compare {what} before and after, and leave the adjectives out.",
      "Reports from {who} are a start; they tell us which question to put.",
      "What would count against it is {risk}, seen {scene}, more than once.",
      "Without a source I can only say what would settle it: {what}.",
      "A small sample of ordinary days would teach us more than a large one of opinions.",
      "Whoever promises {gain} should be able to show us traces {scene}, and let us count them.",
    ],
    ask: [
      "Do you have a case in mind that we could look at?",
      "What evidence would convince you, before we look for it?",
      "Which number would you want to see first?",
      "Where did you come across it?",
      "Should we look for the best case or for the typical one?",
      "What have you observed yourself?",
    ],
  },
};
