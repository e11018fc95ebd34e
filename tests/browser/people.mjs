// Somebody at work: a browser of the own, in the own language, signed in.

import { PASSWORD } from "./books.mjs";
import { Browser } from "./harness.mjs";

const SIGN_IN = {
  "zh-CN": { login: "登录名", password: "密码", submit: "登录" },
  en: { login: "Login", password: "Password", submit: "Sign in" },
};

/** Opens a browser at this address and signs in. */
export async function enter(url, login, viewport, language = "zh-CN") {
  const words = SIGN_IN[language];
  const browser = await Browser.open({ viewport, locale: language });
  const page = await browser.page(url);
  await page.getByLabel(words.login).fill(login);
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: words.submit, exact: true }).click();
  await page.getByRole("navigation").first().waitFor();
  return { browser, page };
}

export const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
export const shown = (page, text) => page.getByText(text).first().waitFor();
export const press = (page, name) => page.getByRole("button", { name }).click();
