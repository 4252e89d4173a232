"""Sentences as people write them: for every entry of `wording.yaml` what it finds, and what only looks like it."""

# The first phrase of an entry → a sentence that it must find.
FOUND = {
    "en": {
        "commit suicide": "Her uncle had committed\nsuicide years ago.",
        "failed suicide": "After a **failed** suicide attempt she came home.",
        "failed attempt": "It was his second failed attempt.",
        "suicide epidemic": "They speak of a suicide epidemic.",
        "the mentally ill": "It is a club for the mentally ill.",
        "schizophrenic": "Two schizophrenics live there.",
        "psychotic": "He behaved like a madman.",
        "addict": "The house is full of addicts.",
        "wheelchair-bound": "Dana is wheelchair bound.",
        "suffer from": "She suffered from panic.",
        "front line": "Mentors stand on the front-line.",
        "battle with": "His battle with fear goes on.",
        "just breathe": "Then just breathe.",
        "stay strong": "All you have to do is stay strong.",
    },
    "he": {
        "ביצע התאבדות": "ולכשביצע/ה את הַהִתְאַבְּדוּת, איש לא ידע.",
        "ניסיון התאבדות כושל": "זה היה ניסיון־התאבדות כושל.",
        "ניסיון כושל": "אחרי הניסיון הכושל חזר הביתה.",
        "חולי נפש": "מועדון לחולי־נפש.",
        "נפגע נפש": "מרכז לנפגעי נפש.",
        "משוגע": "כולם חשבו שהיא משוגעת.",
        "סכיזופרן": "שני סכיזופרנים גרים שם.",
        "נרקומן": "הבית מלא נרקומנים.",
        "מרותק לכיסא גלגלים": "דנה מרותקת לכיסא גלגלים.",
        "נלחם דיכאון": "אנחנו נלחמים בדיכאון.",
        "פשוט תנשום": "ואז פשוט תנשמי.",
        "תהיה חזק": "תהיי חזקה בשביל הילדים.",
    },
    "ar": {
        "ارتكب انتحار": "سمعنا أنّ جارنا ارتَكَبَ الانتـحار.",
        "محاولة انتحار فاشلة": "بعد محاولةِ انتحارٍ فاشلة عادت إلى البيت.",
        "محاولة فاشلة": "كانت هذه محاولته الفاشلة الثانية.",
        "جريمة انتحار": "يتحدّثون عن جريمة الانتحار.",
        "مجنون": "قالوا عنها إنّها مجنونة.",
        "مريض نفسي": "نادٍ للمرضى النفسيّين.",
        "مختل عقليا": "رجل مختلّ عقليًّا.",
        "معتوه": "ضحكوا من المعتوه.",
        "مدمن مخدرات": "التقينا بمدمنين مخدّرات.",
        "عميل": "التقينا العميل/ة أمس.",
        "متعامل": "التقت المتعاملين معها.",
        "مراقب": "المراقبون في البرنامج كثيرون.",
        "تبليغ": "هذا واجب التبليغ.",
        "تجنيد": "بدأ تجنيد المرافقين.",
        "محاربة اكتئاب": "نريد محاربة الوصمة.",
        "فقط تنفس": "والآن فقط تنفّسي.",
        "كن قوي": "كن قويًّا من أجلهم.",
    },
}

# What must be left alone.
INNOCENT = {
    "en": (
        "He died by suicide, and she lived after a suicide attempt.",
        "She is committed. Suicide is not spoken of.",
        "They committed\n\nsuicide is a hard word",
        "To commit to a time is kind, and a suicide is mourned.",
        "An attempt to call failed.",
        "It was a justly placed pause, and you want to be strong enough.",
        "A frontal line of chairs; the battle of words ended with tea.",
    ),
    "he": (
        "הוא מת בהתאבדות, והיא שרדה ניסיון אובדני.",
        "מדברים על התאבדות, על מבצע של איסוף מזון ועל ביצוע משימה.",
        "ניסיון החיים שלה, וחולה שמחכה לתור.",
        "הסימנים היו חזקים, ופשוט לשאול.",
    ),
    "ar": (
        "توفّي انتحارًا. مات منتحرًا. عاشت بعد محاولة انتحار.",
        "واجب الإبلاغ وعمليّة الإحالة ومعاملة حسنة وتعامل لطيف.",
        "عمل وعملي وعمّال، ومجنّد في الجيش، ويراقب الساعة.",
        "زارت الطبيب النفسي بسبب مرض نفسي، والمريض ينتظر.",
    ),
}
