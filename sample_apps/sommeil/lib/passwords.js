// Which passwords are too easy to guess. The lengths are checked where an account is opened.
const COMMON = new Set(`password motdepasse azerty azertyuiop azertyqsdfgh qwerty qwertyuiop admin administrator
  administrateur welcome bienvenue bonjour soleil doudou loulou chouchou marseille football princess princesse iloveyou
  jetaime superman letmein changeme secret dragon monkey sunshine baseball trustno master qsdfghjklm asdfghjkl zxcvbnm
  abc abcd test guest user login hello chocolat papillon coucou nicolas thomas camille isabelle caroline alexandre julien
  sandrine valentin maxime charlie michael jordan summer winter printemps automne hiver france paris lyon liverpool
  barcelona juventus olympique starwars pokemon freedom sommeil`.split(/\s+/));
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfv"];
const LIKE = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", "@": "a", $: "s" };
const FEWEST = 5;

const half = (text) => (text.slice(0, text.length / 2).repeat(2) === text ? text.slice(0, text.length / 2) : text);

/** Whether somebody who tries common passwords, or who knows the address, would find this one. */
export function guessable(password, login) {
  const lower = password.toLowerCase();
  const bare = lower.replace(/[^a-z]/g, "");
  const read = lower.replace(/[0-9!?.\-_*#&+ ]+$/, "").replace(/[013457@$]/g, (sign) => LIKE[sign]).replace(/[^a-z]/g, "");
  const own = [login, ...login.split("@")[0].split(/[^a-z0-9]+/)].filter((part) => part.length > 3);
  return [bare, read].some((text) => COMMON.has(text) || COMMON.has(half(text)))
    || new Set(lower).size < FEWEST || /^\d+$/.test(lower)
    || (bare.length > 3 && ROWS.some((row) => row.includes(bare))) || own.some((part) => lower.includes(part));
}
