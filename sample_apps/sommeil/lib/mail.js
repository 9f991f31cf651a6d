// The code by mail. Nothing about health is ever written into a mail.
import nodemailer from "nodemailer";
import { say } from "./words.js";

const FROM = "Sommeil <ne-pas-repondre@sommeil.example>";
const SECONDS = 8_000;

export function postbox({ host, port }) {
  const transport = nodemailer.createTransport({
    host, port, secure: false, connectionTimeout: SECONDS, greetingTimeout: SECONDS, socketTimeout: SECONDS,
    disableFileAccess: true, disableUrlAccess: true,
  });
  return async (login, code, language) => {
    const words = say(language);
    await transport.sendMail({ from: FROM, to: login, subject: words.mailSubject, text: `${words.mailCode} ${code}\n\n${words.mailRest}\n` });
  };
}
