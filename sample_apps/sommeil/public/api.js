// Talking with the server: JSON, with the token of the session.
let csrf = "";

export async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify(body),
  };
  const answer = await fetch(path, options);
  const value = await answer.json().catch(() => ({}));
  if (value.csrf) csrf = value.csrf;
  return { right: answer.ok, status: answer.status, value };
}

export const token = () => csrf;
