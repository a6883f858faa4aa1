/* SPDX-License-Identifier: Apache-2.0 */
/* Following symbolic links below a directory as if it were "/", step by step, where the system cannot do it in one call. */
#ifndef MF_ARTIFACT_IN_ROOT_H
#define MF_ARTIFACT_IN_ROOT_H

/*
 * As openat2() with RESOLVE_IN_ROOT.
 *
 * @param flags  of open(); with O_NOFOLLOW the last part may be a link itself, with O_PATH, or is refused
 * @return a descriptor, or -1 and errno: ELOOP also for a path of too many parts
 */
int mf_open_in_root(int root, const char *path, int flags);

#endif
