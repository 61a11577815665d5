/** Limits of people, in one place, each with its reason. */
export const PEOPLE_LIMITS = {
  /** Lines of one list: a department. More comes in several lists, each of which can be looked over. */
  invitationsAtOnce: 200,
  /** Invitations of one organization within 24 hours: an installation's mail server must not become somebody's sender of bulk mail. */
  invitationsPerDay: 600,
  /** Days that an invitation stays open: long enough for a holiday, short enough for a mailbox that changes hands. */
  invitationDays: 14,
  /** Characters of a pasted list: its lines at their longest. */
  listCharacters: 100_000,
} as const;
