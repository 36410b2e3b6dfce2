import { cloudPart } from './cloud.ts';

/** With these codes `offSiteScript` ends where the remote has no such folder, and where rclone failed. */
export const offSiteCodes = { noFolder: 3, failed: 9 } as const;

/**
 * Lists what lies off-site: `sh -c SCRIPT watchdeck-off-site REMOTE PATTERN`, and with a third word that one object with its
 * hashes. Variables of rclone come in lines `env:NAME=VALUE` on standard input, up to an empty one. Prints rclone's JSON; why it
 * could not, and what may help, in one line on standard error.
 */
export const offSiteScript = `while IFS= read -r line && [ -n "$line" ]; do
	case $line in env:[A-Z]*=*) export "\${line#env:}" ;; esac
done
command -v rclone >/dev/null 2>&1 || { echo 'rclone is not there: install it on this host (apt install rclone)' >&2; exit ${offSiteCodes.failed}; }
remote=$1 pattern=$2 object=\${3-}
${cloudPart}
briefly
if [ -n "$object" ]; then
	set -- --hash --hash-type md5 --hash-type sha256 -- "$(in_remote "$object")"
else
	set -- --max-depth 1 --include "/$pattern" -- "$remote"
fi
{ why=$(cloud lsjson --files-only --no-mimetype --use-server-modtime "$@" 2>&1 >&3 3>&-); code=$?; } 3>&1
case $code in
0) exit ;;
3) exit ${offSiteCodes.noFolder} ;;
esac
why=$(printf '%s\\n' "$why" | cloud_line)
printf '%s; %s\\n' "$why" "$(cloud_fix "$why")" >&2
exit ${offSiteCodes.failed}
`;
