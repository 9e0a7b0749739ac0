"""Who gets what from every address: the whole site map, by role.

Each line answers a GET by an unsigned visitor, a clerk of the whole 街道, a clerk of one 社区, the secretary and the
管理员, in this order. Pages that need a record are asked for one of 清泉社区, or of the 街道 for what only it has.
"""

ROLES = ("anonymous", "clerk", "community_clerk", "secretary", "admin")

PORTAL = {
    "home": "302 200 200 200 200",
    "login": "200 302 302 302 302",
    "logout": "405 405 405 405 405",
    "password_change": "302 200 200 200 200",
    "text-size": "302 302 302 302 302",
    "confirm-reach": "302 403 403 403 405",
    "unlock": "302 403 403 403 405",
    "healthz": "200 200 200 200 200",
    "readyz": "503 503 503 503 503",  # the tests' own database is made without migrations
    "manual": "302 200 200 200 200",
    "operations-manual": "302 403 403 403 200",
    "imports:batches": "302 200 200 200 403",
    "imports:upload": "302 200 200 403 403",
    "imports:template": "302 200 200 403 403",
    # a batch of the clerk's: whoever reaches less does not find it
    "imports:batch": "302 200 404 403 403",
    "imports:confirm": "302 405 404 403 403",
    "imports:drop": "302 405 404 403 403",
    "imports:undo": "302 405 404 403 403",
    "imports:returned": "302 404 404 403 403",
    "imports:rows": "302 302 404 403 403",
    "imports:correct": "302 405 404 403 403",
    "imports:mapping": "302 302 404 403 403",
    "imports:learnt": "302 200 200 200 403",
    "imports:start": "302 200 200 200 200",
    "imports:whole-template": "302 200 200 200 403",
    "imports:together": "302 200 200 403 403",
    "imports:delivery": "302 200 404 403 403",
    "imports:delivery-kinds": "302 405 404 403 403",
    "imports:delivery-confirm": "302 405 404 403 403",
    "imports:delivery-drop": "302 405 404 403 403",
    "imports:delivery-undo": "302 405 404 403 403",
    # printed sheets: as the lists they are printed from
    "ledgers:list": "302 200 200 200 403",
    "ledgers:list-word": "302 200 200 200 403",
    "ledgers:record": "302 200 200 200 403",
    "ledgers:record-word": "302 200 200 200 403",
    "meetings:board": "302 200 200 200 403",
    "assessment:board": "302 200 200 200 403",
    "assessment:sheet": "302 200 200 200 403",
    "assessment:end": "302 200 403 403 403",
    "reports:report": "302 403 403 200 403",
    "reports:settings": "302 403 403 200 403",
    "reports:word": "302 403 403 200 403",
    "reports:card": "302 403 403 200 403",
    "reports:preview": "302 403 403 200 403",
    "reports:read": "302 403 403 200 403",
    "reports:data": "302 403 403 200 403",
    "reports:promises": "302 403 403 200 403",
    "reports:edition": "302 403 403 200 403",
    "reports:edition-word": "302 403 403 200 403",
    "reports:edition-data": "302 403 403 200 403",
    "reports:compare": "302 403 403 200 403",
    # changes: a GET, as after signing in again, leads back to the desk
    "reports:passage-add": "302 403 403 302 403",
    "reports:passage": "302 403 403 302 403",
    "reports:rounding": "302 403 403 302 403",
    "reports:choose-cause": "302 403 403 302 403",
    "reports:assign": "302 403 403 302 403",
    "reports:case": "302 403 403 302 403",
    "reports:problem": "302 403 403 302 403",
    "reports:spoken-order": "302 403 403 302 403",
    "reports:zero": "302 403 403 302 403",
    "reports:take-problems": "302 302 403 302 403",
    # 考核 of a 目标责任书: nobody judges his own
    "pledges:close": "302 200 403 403 403",
    "pledges:reopen": "302 200 403 403 403",
    "reports:pass": "302 403 403 302 403",
    "reports:sign": "302 403 403 302 403",
    "reports:ledger": "302 200 200 200 403",
    "reports:figure": "302 200 200 200 403",
    "reports:figure-export": "302 200 200 200 403",
    "reports:definitions": "302 200 200 200 403",
    "reports:targets": "302 403 403 200 403",
}

# ── Records ─────────────────────────────────────────────────────────────────
OF_COMMUNITY = {
    "list": "302 200 200 200 403",
    "export": "302 200 200 200 403",
    "detail": "302 200 200 200 403",
    "create": "302 200 200 403 403",
    "edit": "302 200 200 403 403",
    "copy": "302 200 200 403 403",
    "delete": "302 200 200 403 403",
    "alike": "302 405 405 403 403",
    "removed": "302 200 200 403 403",
    "restore": "302 405 405 403 403",
    "reveal": "302 403 403 403 403",  # a right of its own, given per account
}
OF_OFFICE = {  # a clerk of some 社区 has no part in it
    "list": "302 200 403 200 403",
    "export": "302 200 403 200 403",
    "detail": "302 200 403 200 403",
    "create": "302 200 403 403 403",
    "edit": "302 200 403 403 403",
    "copy": "302 200 403 403 403",
    "delete": "302 200 403 403 403",
    "alike": "302 405 403 403 403",
    "removed": "302 200 403 403 403",
    "restore": "302 405 403 403 403",
    "reveal": "302 403 403 403 403",
}
OF_PARENT = {page: OF_COMMUNITY[page] for page in ("list", "export")}  # entered on the parent's form
THE_COMMUNITY = {"end": OF_OFFICE["edit"]} | {  # read by its clerk, changed by those of the whole 街道
    page: answer if page in ("list", "export", "detail", "reveal") else OF_OFFICE[page]
    for page, answer in OF_COMMUNITY.items()
}
READ_BY_COMMUNITY = {page: answer for page, answer in THE_COMMUNITY.items() if page != "end"}
BY_SECRETARY_TOO = {  # the secretary writes as well
    page: " ".join(
        [
            *answer.split()[:3],
            "405" if page in ("alike", "restore") else "403" if page == "reveal" else "200",
            "403",
        ]
    )
    for page, answer in OF_COMMUNITY.items()
}
OFFICE_BY_SECRETARY_TOO = {
    page: " ".join(
        [
            *answer.split()[:3],
            "405" if page in ("alike", "restore") else "403" if page == "reveal" else "200",
            "403",
        ]
    )
    for page, answer in OF_OFFICE.items()
}

RECORDS = {
    "communities:community": THE_COMMUNITY,
    "communities:leader": OF_OFFICE,
    "communities:partnerunit": OF_COMMUNITY,
    "communities:parttimemember": OF_COMMUNITY,
    "communities:worker": OF_COMMUNITY,
    "communities:election": OF_COMMUNITY,
    "communities:rectification": OF_COMMUNITY,
    "communities:survey": OF_COMMUNITY,
    "members:partyorg": OF_COMMUNITY,
    "members:member": OF_COMMUNITY,
    "members:applicant": {
        **OF_COMMUNITY,
        "unlisted": "302 200 200 200 403",
        "roster": "302 405 405 403 403",
        "untie": "302 405 405 403 403",
    },
    "members:twonewunit": OF_COMMUNITY,
    "members:instructor": OF_OFFICE,
    "members:postholder": OF_COMMUNITY,
    "members:honour": OF_COMMUNITY,
    "members:flagpost": OF_COMMUNITY,
    "duties:duty": OF_COMMUNITY,
    "duties:pledge": READ_BY_COMMUNITY,
    "duties:pledgeitem": OF_PARENT,
    "duties:talk": OF_OFFICE,
    "duties:remedy": {**OF_COMMUNITY, "board": OF_COMMUNITY["list"]},
    "duties:problem": OF_COMMUNITY,
    "duties:scheme": OF_OFFICE,
    "duties:round": OF_OFFICE,
    "duties:score": READ_BY_COMMUNITY,
    "duties:review": READ_BY_COMMUNITY,
    "meetings:meeting": OF_COMMUNITY,
    "meetings:decision": OF_COMMUNITY,
    "meetings:decisionopinion": OF_PARENT,
    "meetings:campaign": OF_OFFICE,
    "meetings:trainingplan": OF_COMMUNITY,
    "meetings:attendance": OF_PARENT,
    "meetings:orgliferule": OF_OFFICE,
    "funding:payment": OF_COMMUNITY,
    "visits:visit": OF_COMMUNITY,
    "visits:visitissue": OF_PARENT,
    "mediation:mediationcase": OF_COMMUNITY,
    "mediation:heart": OF_OFFICE,
    "services:servicecase": OF_COMMUNITY,
    "services:checkin": OF_COMMUNITY,
    "services:gooddeed": OF_COMMUNITY,
    "services:projectclaim": OF_COMMUNITY,
    "services:volunteerteam": OF_COMMUNITY,
    "services:brand": OF_COMMUNITY,
    "services:mediareport": OF_COMMUNITY,
    "services:serviceitem": OF_OFFICE,
    "services:volunteercategory": OF_OFFICE,
    "reports:zerostatement": BY_SECRETARY_TOO,
    "reports:cause": OFFICE_BY_SECRETARY_TOO,
    "shelf:loan": OF_COMMUNITY,
}

# ── The admin site ──────────────────────────────────────────────────────────
ADMIN_ONLY = "302 403 403 403 200"
ADMIN = {
    "admin:index": ADMIN_ONLY,
    "admin:app_list": ADMIN_ONLY,
    "admin:login": "302 403 403 403 302",
    "admin:logout": "302 403 403 403 405",
    "admin:autocomplete": ADMIN_ONLY.replace("200", "403"),
    "admin:jsi18n": ADMIN_ONLY,
    "admin:view_on_site": "302 403 403 403 404",
    "admin:catch-all": "302 403 403 403 404",
    "admin:communities_subdistrict_add": "302 403 403 403 403",
    "admin:communities_subdistrict_delete": "302 403 403 403 403",
    "admin:auth_user_password_change": ADMIN_ONLY,
    "admin:accounts_user_export": ADMIN_ONLY,
    **{
        f"admin:{model}_{page}": ADMIN_ONLY
        for model in ("accounts_user", "communities_subdistrict", "communities_community")
        for page in ("changelist", "add", "change", "delete", "history")
        if (model, page) not in (("communities_subdistrict", "add"), ("communities_subdistrict", "delete"))
    },
}

MATRIX: dict[str, str] = {
    **PORTAL,
    **{f"{name}-{page}": answer for name, pages in RECORDS.items() for page, answer in pages.items()},
    **ADMIN,
}
