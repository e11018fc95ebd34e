import { screensIn } from "./screens.mjs";

screensIn("zh-CN");
