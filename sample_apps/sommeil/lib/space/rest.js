// Staying away from the space for as long as it asks, whichever of its endpoints asked.

export const rests = (account) => (account.space.restUntil ?? 0) > Date.now();

/** Note the rest that Retry-After asks for; the moment at which it ends, in ms, or 0 when there is none. */
export function restAsked(account, header, { policy, store }) {
  const until = policy.restUntil(askedRest(header ?? undefined));
  if (until <= Date.now()) return 0;
  account.space.restUntil = until;
  store.save();
  return until;
}

/** The moment that Retry-After names (seconds or a date, RFC 9110 section 10.2.3), in ms; 0 for none. */
function askedRest(value) {
  if (value === undefined) return 0;
  if (/^\d{1,9}$/.test(value)) return Date.now() + Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : date;
}
