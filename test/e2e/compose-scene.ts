// The service of the Compose stories: `api` of the project `shop`, whose file names its image `live:latest`.
import type { ComposeTool, Project } from '../lab/compose.ts';
import type { Inspected } from '../lab/containers.ts';
import type { Lab } from '../lab/lab.ts';
import { configOf, isHealthy, isUnhealthy, type Setting } from './scene.ts';

/** The project's file. `secret` stands in its `environment:`. */
export const shopFile = (secret = 'unused-secret') => `
services:
  api:
    image: live:latest
    ports: ["18080:8080"]
    environment: { LOAD: "4", REGION: "eu", API_TOKEN: "${secret}" }
    volumes: ["/data"]
    restart: unless-stopped
    stop_grace_period: 1s
`;

export const apiName = (tool: ComposeTool) => (tool === 'v2' ? 'shop-api-1' : 'shop_api_1');

/** The scene's config with the service as Compose knows it. */
export const composeConfig = (setting: Setting): string =>
	configOf(setting).replace(
		'        host: box\n',
		'        host: box\n        platform: compose\n        container: shop/api\n',
	);

/** Makes the file's name mean a release. */
export const nowMeans = (lab: Lab, release: string) =>
	lab.engine.ask('POST', `/images/app:${release}/tag`, { query: { repo: 'live', tag: 'latest' } });

/** Brings the project up as an operator does, with the file's name meaning this release. */
export async function bringUp(
	lab: Lab,
	tool: ComposeTool,
	release: string,
	secret?: string,
): Promise<{ shop: Project; now: Inspected }> {
	await nowMeans(lab, release);
	const shop = await lab.compose('shop', shopFile(secret));
	const now = await lab.becomes(apiName(tool), (is) => isHealthy(is) || isUnhealthy(is));
	return { shop, now };
}
